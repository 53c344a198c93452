// Read all rows of a run directory, as a process whose memory is limited: node stream-rows.mjs DIST DIRECTORY [keep]
// Prints the number of rows and their sum; with "keep" it keeps every row, as a careless reader would.

const [dist, directory, keep] = process.argv.slice(2);
const kept = [];
const { RunReader } = await import(new URL("node/index.js", dist).href);
const reader = await RunReader.open(directory);
let rows = 0;
let sum = 0;
for await (const row of reader.rows()) {
  rows += 1;
  sum += row.value;
  if (keep === "keep") kept.push(row);
}
process.stdout.write(JSON.stringify({ rows, sum }));
