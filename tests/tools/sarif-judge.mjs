#!/usr/bin/env node
// The SARIF validator of the standard's editors as a judge for formats.py: it
// prints what the validator holds against the files that are named, a line for
// each error and warning, and nothing where all is well.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import program from '@microsoft/sarif-multitool';

const folder = mkdtempSync(join(tmpdir(), 'sarif-judge-'));
const complaint = /: (?:error|warning) [A-Z]+\d+: /;

// The package has the program without the permission, and its own wrapper
// hands the semicolon to a shell.
chmodSync(program, 0o755);

process.on('exit', () => rmSync(folder, { recursive: true }));
for (const file of process.argv.slice(2)) {
	const { stdout, error } = spawnSync(program, ['validate', file,
		'--rule-kind', 'Sarif;Ghas', '--log', 'ForceOverwrite',
		'--output', join(folder, 'verdict.sarif')],
	{ encoding: 'utf8' });

	if (error)
		throw error;
	const lines = stdout.split('\n');

	if (!lines.includes('Analysis completed successfully.'))
		throw new Error(stdout);
	for (const line of lines.filter((s) => complaint.test(s)))
		console.log(line);
}
