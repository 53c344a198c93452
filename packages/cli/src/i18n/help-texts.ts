// What the help says, in Norwegian (bokmål). The key is the English text as the commands have it; a test asks every command for its help
// and lists what has no text here.

import { exitCodesText } from "../exit-codes.ts";

/** Translations of descriptions of commands and flags. */
export const helpTexts: Readonly<Record<string, string>> = {
  "$0 <command>\n\nHonest, fast simulation of public programmes":
    "$0 <kommando>\n\nÆrlig, rask simulering av offentlige tiltak",
  [exitCodesText]: [
    "Avslutningskoder:",
    "  0    ferdig, også med opptil 1 % feilede kjøringer, eller en presisjon som ikke ble nådd: begge deler sies",
    "  1    en prøve feilet, eller mer enn 1 % av kjøringene",
    "  2    noe er galt i det som ble skrevet, eller et valgfritt verktøy mangler",
    "  3    stoppet med arbeid som kan fortsette",
    "  70   en feil i programmet",
    "  130  avbrutt før noe var lagret",
  ].join("\n"),
  // Commands.
  "Scenarios, with the question that each answers": "Scenarioer, med spørsmålet hvert av dem svarer på",
  "Every parameter of a scenario: value, unit, date, source, standing":
    "Alle parametrene i et scenario: verdi, enhet, dato, kilde, status",
  "The evidence behind a number; --check computes derived figures again":
    "Kildegrunnlaget bak et tall; --check regner ut avledede tall på nytt",
  "Simulate one scenario": "Simuler ett scenario",
  "Same people, same luck in each: paired differences, and a verdict":
    "De samme personene og de samme tilfeldighetene i hvert scenario: parvise differanser og en konklusjon",
  "Write one self-contained file on a run: .html, or .pdf where there is Chromium":
    "Skriv én frittstående fil om en kjøring: .html, eller .pdf der Chromium finnes",
  "Check a scenario file, or registers, without running anything":
    "Sjekk en scenariofil, eller registre, uten å kjøre noe",
  "The engine against queueing theory: simulated, interval, verdict": "Motoren mot køteori: simulert, intervall, dom",
  "The model against what was observed: forecasts that did not know it, their score, and what was missed":
    "Modellen mot det som er observert: prognoser som ikke kjente det, hvor godt de traff, og hva de bommet på",
  "Write a commented scenario file to start from": "Skriv en kommentert scenariofil å begynne med",
  "Bundle a finished run so that anyone can carry it out again to the same bits":
    "Pakk en ferdig kjøring slik at hvem som helst kan gjøre den om igjen, bit for bit",
  "Print a completion script for the shell": "Skriv ut et skript for kommandofullføring i skallet",
  "Many points x replications: plan, run, status, expand, submit, merge, reproduce":
    "Mange punkter x kjøringer: plan, run, status, expand, submit, merge, reproduce",
  "What a sweep would take, from a pilot of a few runs": "Hva et sveip ville kreve, fra noen få prøvekjøringer",
  "Simulate a sweep, or one shard of it; the same command goes on after an interruption":
    "Simuler et sveip, eller én del av det; samme kommando fortsetter etter et avbrudd",
  "How far a run, or a submitted sweep, is": "Hvor langt en kjøring, eller et innsendt sveip, er kommet",
  "More replications, or more points after the same first ones; nothing is computed twice":
    "Flere kjøringer, eller flere punkter etter de samme første; ingenting regnes ut to ganger",
  "Hand a sweep to a batch system, one task for each shard": "Send et sveip til et køsystem, én jobb for hver del",
  "Gather shards into one run directory and estimate": "Samle delene i én kjøringsmappe og estimer",
  "Carry out one replication again and compare every bit with what is kept":
    "Gjør én kjøring om igjen og sammenlikn hver bit med det som er lagret",
  "Finish any unfinished run directory": "Gjør en uferdig kjøringsmappe ferdig",
  "Which of the parameters that a sweep varied matter, for each headline measure":
    "Hvilke av parametrene sveipet varierte som betyr noe, for hvert hovedmål",
  "Headline differences under each reading of the two figures on ordinary workplaces":
    "Hovedforskjellene under hver lesning av de to tallene om ordinære virksomheter",
  "Every fitted value with its target, method and remaining range, beside what the registry holds":
    "Hver tilpassede verdi med mål, metode og gjenværende spenn, ved siden av det registeret har",
  "Draw a chart of a run, or all: .vl.json, .svg, .png or .pdf by the file's ending; its data as CSV beside it":
    "Tegn en figur fra en kjøring, eller alle: .vl.json, .svg, .png eller .pdf etter filens endelse; tallene som CSV ved siden av",
  // Notes beside examples.
  "makes my-run": "lager my-run",
  "makes my-sweep": "lager my-sweep",
  "makes shards/0": "lager shards/0",
  "makes shards/1": "lager shards/1",
  // Arguments.
  "Kind of chart, or all; a wrong one lists them": "Figurtype, eller all; et feil navn viser hvilke som finnes",
  "File to write (default <kind>.svg); with all, a folder (default charts)":
    "Filen som skrives (standard <type>.svg); med all en mappe (standard charts)",
  "With all: png, svg, pdf or json (default png)": "Med all: png, svg, pdf eller json (standard png)",
  "Width in pixels (default 752; a PNG 1600)": "Bredde i piksler (standard 752; en PNG 1600)",
  "Runs behind the ranges, an even number (default {})": "Kjøringer bak spennene, et partall (standard {0})",
  "Reference: id or file": "Referanse: id eller fil",
  "Other scenario: id or file": "Det andre scenarioet: id eller fil",
  "Id or file": "Id eller fil",
  "Two or more ids or files; the first is the reference": "To eller flere id-er eller filer; den første er referansen",
  "Id of a parameter, record or derived figure": "Id til en parameter, en kildepost eller et avledet tall",
  "Id of the new scenario (default my-scenario)": "Id til det nye scenarioet (standard my-scenario)",
  "Run directory": "Kjøringsmappe",
  "Run directory of the whole; new or empty": "Kjøringsmappe for helheten; ny eller tom",
  "Scenario file": "Scenariofil",
  "Design file": "Designfil",
  "Archive to write, .tar.gz": "Arkivet som skrives, .tar.gz",
  "Shards, or a submitted sweep": "Deler, eller et innsendt sveip",
  // Flags.
  "nb or en (default: the locale)": "nb eller en (standard: maskinens språk)",
  "table, json or csv (default table)": "table, json eller csv (standard table)",
  "Say nothing but results and failures": "Si ikke annet enn resultater og feil",
  "--no-color for plain text": "--no-color for ren tekst",
  "Print the version": "Skriv ut versjonen",
  "Years that results cover (default: the scenario's)": "År som resultatene dekker (standard: scenarioets)",
  "Years that results cover, instead of the design's": "År som resultatene dekker, i stedet for designets",
  "Runs of each scenario, an even number (default {})": "Kjøringer av hvert scenario, et partall (standard {0})",
  "Runs of the country, an even number (default {})": "Kjøringer av landet, et partall (standard {0})",
  "Runs of each scenario at each point, instead of the design's":
    "Kjøringer av hvert scenario i hvert punkt, i stedet for designets",
  "Replications at each point, in all": "Kjøringer i hvert punkt, i alt",
  "Stop when each headline half-width is at most this share of the first scenario's mean":
    "Stopp når hvert hovedmåls halve bredde er høyst denne andelen av det første scenarioets gjennomsnitt",
  "Stop when each headline half-width is at most this share of the first mean":
    "Stopp når hvert hovedmåls halve bredde er høyst denne andelen av det første gjennomsnittet",
  "measure=half-width in the measure's own unit, for measures near zero (repeatable)":
    "mål=halv bredde i målets egen enhet, for mål nær null (kan gjentas)",
  "measure=half-width, for measures near zero (repeatable)": "mål=halv bredde, for mål nær null (kan gjentas)",
  "Hold every distribution at its mean: chance alone varies":
    "Hold hver fordeling på sitt gjennomsnitt: bare tilfeldighetene varierer",
  "Any text; the same text gives the same numbers (default tiltak)":
    "En hvilken som helst tekst; samme tekst gir samme tall (standard tiltak)",
  "Any text, instead of the design's": "En hvilken som helst tekst, i stedet for designets",
  "Threads (default: all cores); changes no number": "Tråder (standard: alle kjerner); endrer ingen tall",
  "name=value, or a distribution: --set 'transfer.share=uniform(0.2, 0.8)' (repeatable)":
    "navn=verdi, eller en fordeling: --set 'transfer.share=uniform(0.2, 0.8)' (kan gjentas)",
  "name=value, reaching scenarios as in run (repeatable)": "navn=verdi, når scenarioer som i run (kan gjentas)",
  "Run directory (default tiltak-runs/<scenarios>-<digest>)":
    "Kjøringsmappe (standard tiltak-runs/<scenarioer>-<digest>)",
  "Run directory (default tiltak-runs/sweep-<method>-<scenarios>-<digest>, one for each design, seed and model)":
    "Kjøringsmappe (standard tiltak-runs/sweep-<metode>-<scenarioer>-<digest>, én for hvert design, frø og modell)",
  "Compare every scenario with every other": "Sammenlikn hvert scenario med hvert annet",
  "File to write (default report.html in the run directory)":
    "Filen som skrives (standard report.html i kjøringsmappen)",
  "Folder for the table and the chart": "Mappe for tabellen og figuren",
  "Draw in shades of grey": "Tegn i gråtoner",
  "Compute derived figures again and list disagreements": "Regn ut avledede tall på nytt og list det som ikke stemmer",
  "Parent (default full-scale-transfer)": "Forgjenger (standard full-scale-transfer)",
  "Names of cases or models (repeatable, or with commas)":
    "Navn på prøver eller modeller (kan gjentas, eller med komma)",
  "A fifth of the work: same checks, same level, less power":
    "En femdel av arbeidet: samme prøver, samme nivå, mindre styrke",
  "Fail when fewer intervals hold than the 5 % point of Binomial(n, 0.9)":
    "Feil når færre intervaller holder enn 5 %-punktet i Binomial(n, 0,9)",
  "Take the observations along": "Ta observasjonene med",
  "Take the register of the run along, by pseudonym": "Ta kjøringens register med, under pseudonym",
  "Delivery models too that the scenario cannot use": "Også leveringsmodeller som scenarioet ikke kan bruke",
  "Register of enterprises, CSV or XLSX, in place of the synthetic one":
    "Register over bedrifter, CSV eller XLSX, i stedet for det syntetiske",
  "Register of municipalities, CSV or XLSX, in place of the synthetic map":
    "Register over kommuner, CSV eller XLSX, i stedet for det syntetiske kartet",
  "Folder of a run: take its registers again, by pseudonym, instead of files":
    "Mappen til en kjøring: bruk registrene dens på nytt, under pseudonym, i stedet for filer",
  "Fill in what a register lacks by the law of the synthetic one, and mark it":
    "Fyll ut det et register mangler etter fordelingene i det syntetiske, og merk det",
  "Year of the accounts, for a register that has none": "Regnskapsår, for et register som ikke har det",
  "nok or 1000-nok, for amounts whose header has no unit": "nok eller 1000-nok, for beløp uten enhet i overskriften",
  "Results of every enterprise, without a register too": "Resultater for hver bedrift, også uten et register",
  "Write names and ids into files marked internal": "Skriv navn og id-er i filer som er merket interne",
  "i/n: carry out part i, from 0, of n, into a folder of its own": "i/n: utfør del i, fra 0, av n, i en egen mappe",
  "Estimates for each point too, however many points there are":
    "Anslag for hvert punkt også, samme hvor mange punkter det er",
  "Seconds after which finished runs are written at the latest (default 30)":
    "Sekunder det høyst går før ferdige kjøringer skrives (standard 30)",
  "Money for an hour of one core; the forecast then tells what the sweep costs":
    "Pris for en time på én kjerne; anslaget sier da hva sveipet koster",
  "Tell beforehand what the sweep will take, from a pilot (default from 400 runs; --no-forecast: never)":
    "Si på forhånd hva sveipet vil kreve, anslått fra prøvekjøringer (standard fra 400 kjøringer; --no-forecast: aldri)",
  "Submit an array job to Slurm": "Send inn en array-jobb til Slurm",
  "Write the manifest of an Indexed Job": "Skriv manifestet til en Indexed Job",
  "Number of tasks": "Antall jobber",
  "Folder of job, logs and shards (default tiltak-submission)":
    "Mappe for jobb, logger og deler (standard tiltak-submission)",
  "Megabytes of a task (default 500 + 300 for each worker)": "Megabyte per jobb (standard 500 + 300 for hver tråd)",
  "Most minutes of a task": "Flest minutter per jobb",
  "How often a lost task is begun again (default 3)": "Hvor mange ganger en tapt jobb startes på nytt (standard 3)",
  "Image with this program (kubernetes)": "Image med dette programmet (kubernetes)",
  "Claim of the shared volume (kubernetes)": "Claim for det delte volumet (kubernetes)",
  "Where the volume is mounted (kubernetes)": "Hvor volumet er montert (kubernetes)",
  "Write the job and submit nothing": "Skriv jobben og send ikke inn noe",
  "Points, in all (sobol, halton, morris, saltelli)": "Punkter, i alt (sobol, halton, morris, saltelli)",
  "Id of the scenario": "Id til scenarioet",
  "Point of the design, from 0 (default 0)": "Punkt i designet, fra 0 (standard 0)",
  "Replication, from 0 (default 0)": "Kjøringens nummer, fra 0 (standard 0)",
  "Another measure than the headline family (repeatable)": "Et annet mål enn hovedmålene (kan gjentas)",
  "Years from the start (default: the last)": "År fra starten (standard: det siste)",
};

/** Words of the help itself, as its library has them. */
export const helpWords: Readonly<Record<string, string>> = {
  "Commands:": "Kommandoer:",
  "Options:": "Flagg:",
  "Positionals:": "Argumenter:",
  "Examples:": "Eksempler:",
  boolean: "av/på",
  string: "tekst",
  number: "tall",
  array: "flere",
  required: "påkrevd",
  "default:": "standard:",
  "choices:": "valg:",
  "Show help": "Vis hjelp",
  "Show version number": "Vis versjonen",
};
