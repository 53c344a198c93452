// Model time against calendar dates. A model year is twelve months exactly; inside a month time runs linearly in days, so a
// day in February is a little longer than a day in March. Times come from an integer month, never from a running sum, and
// runs start on the first of a month. Dates are ISO text (YYYY-MM-DD) of the proleptic Gregorian calendar; no clock, no zone.
import { InputError } from "./errors.ts";

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const daysBeforeLeapDay = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** A calendar date: year 0 to 9999, month 1 to 12, day 1 to 31. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Count the days of a month.
 *
 * @param year the calendar year
 * @param month 1 to 12
 * @returns 28 to 31
 */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (daysBeforeLeapDay[month - 1] ?? 0);
}

/**
 * Read a date written YYYY-MM-DD.
 *
 * @param iso the text
 * @returns the date
 * @throws InputError when the text is no such date (2023-02-29 is none)
 */
export function parseIsoDate(iso: string): CalendarDate {
  const match = isoPattern.exec(iso);
  const date = { year: Number(match?.[1]), month: Number(match?.[2]), day: Number(match?.[3]) };
  const valid =
    match !== null &&
    date.month >= 1 &&
    date.month <= 12 &&
    date.day >= 1 &&
    date.day <= daysInMonth(date.year, date.month);
  if (!valid) {
    throw new InputError(
      [{ message: "not a calendar date", found: JSON.stringify(iso), allowed: "YYYY-MM-DD, such as 2023-01-01" }],
      "invalid-date",
    );
  }
  return date;
}

/**
 * Write a date as YYYY-MM-DD.
 *
 * @param date the date, year 0 to 9999
 * @returns ten characters
 */
export function formatIsoDate(date: CalendarDate): string {
  const digits = (x: number, n: number): string => String(x).padStart(n, "0");
  return `${digits(date.year, 4)}-${digits(date.month, 2)}-${digits(date.day, 2)}`;
}

/**
 * Count whole months since January of year 0.
 *
 * @param iso a date YYYY-MM-DD
 * @returns year x 12 + month - 1
 * @throws InputError when the text is no date
 */
export function monthIndex(iso: string): number {
  const date = parseIsoDate(iso);
  return date.year * 12 + date.month - 1;
}

/**
 * Say the first day of a month.
 *
 * @param index whole months since January of year 0
 * @returns YYYY-MM-01
 * @throws InputError when the year would lie outside 0 to 9999
 */
export function isoOfMonth(index: number): string {
  const year = Math.floor(index / 12);
  if (!Number.isInteger(index) || year < 0 || year > 9999) {
    throw new InputError(
      [{ message: "month outside the calendar", found: String(index), allowed: "whole months of the years 0 to 9999" }],
      "invalid-date",
    );
  }
  return formatIsoDate({ year, month: index - year * 12 + 1, day: 1 });
}

/**
 * Count model years from the start of a run to a date.
 *
 * @param originIso where model time is 0: the first of a month
 * @param iso the date; may lie before the origin
 * @returns years: months / 12 exactly, linear in days inside a month
 * @throws InputError when a text is no date or the origin is not the first of a month
 *
 * Worked number: from 2023-01-01 to 2024-07-01 it is 1.5; to 2023-01-16 it is 15/31/12.
 */
export function yearsBetween(originIso: string, iso: string): number {
  const months = monthIndex(iso) - originMonth(originIso);
  const date = parseIsoDate(iso);
  if (date.day === 1) return months / 12;
  return (months + (date.day - 1) / daysInMonth(date.year, date.month)) / 12;
}

/**
 * Say on which day a model time falls.
 *
 * @param originIso where model time is 0: the first of a month
 * @param years model years; may be negative
 * @returns the date YYYY-MM-DD whose day contains the time; the inverse of `yearsBetween` on dates
 * @throws InputError when the origin is not the first of a month, or the time is not finite or outside the years 0 to 9999
 */
export function isoOfYears(originIso: string, years: number): string {
  const origin = originMonth(originIso);
  if (!Number.isFinite(years)) {
    throw new InputError([{ message: "time is not a finite number of years", found: String(years) }], "invalid-date");
  }
  // months / 12 x 12 may fall a rounding error short of a whole month or day; a millionth of a day is below any meaning.
  const months = years * 12;
  const whole = Math.floor(months + 1e-6 / 31);
  const first = parseIsoDate(isoOfMonth(origin + whole));
  const days = daysInMonth(first.year, first.month);
  const day = Math.min(days, 1 + Math.floor(Math.max(0, months - whole) * days + 1e-6));
  return formatIsoDate({ ...first, day });
}

function originMonth(originIso: string): number {
  if (parseIsoDate(originIso).day !== 1) {
    throw new InputError(
      [{ message: "a run starts on the first of a month", found: originIso, allowed: "YYYY-MM-01" }],
      "invalid-date",
    );
  }
  return monthIndex(originIso);
}
