#!/usr/bin/env node
// google-libphonenumber as a judge for e164-agreement.py, which says what is
// asked and why.

import { readFileSync } from 'node:fs';
import lib from 'google-libphonenumber';

const { PhoneNumber, PhoneNumberType, PhoneNumberUtil } = lib;
const util = PhoneNumberUtil.getInstance();
const { ValidationResult } = PhoneNumberUtil;
const codes = new Set(util.getSupportedCallingCodes());

const words = new Map([
	[ValidationResult.IS_POSSIBLE, 'possible'],
	[ValidationResult.IS_POSSIBLE_LOCAL_ONLY, 'local'],
]);

function verdict(number) {
	return words.get(util.isPossibleNumberWithReason(number)) ?? 'no';
}

function asWritten(digits) {
	const code = [1, 2, 3].map((n) => digits.slice(0, n))
		.find((s) => codes.has(Number(s)));

	if (!code)
		return 'no';
	const national = digits.slice(code.length);
	const zeros = national.match(/^0*(?=.)/)?.[0].length ?? 0;
	const number = new PhoneNumber();

	number.setCountryCode(Number(code));
	number.setNationalNumber(Number(national));
	number.setItalianLeadingZero(zeros > 0);
	number.setNumberOfLeadingZeros(zeros);
	return verdict(number);
}

function asParsed(digits) {
	try {
		return verdict(util.parse('+' + digits));
	} catch {
		return 'no';
	}
}

function* examples() {
	const types = Object.values(PhoneNumberType)
		.filter((type) => type !== PhoneNumberType.UNKNOWN);

	for (const region of util.getSupportedRegions())
		for (const type of types)
			yield [region, type,
				util.getExampleNumberForType(region, type)];
	for (const code of util.getSupportedGlobalNetworkCallingCodes())
		yield [code, 0, util.getExampleNumberForNonGeoEntity(code)];
}

function* exampleLines() {
	for (const [region, type, number] of examples())
		if (number)
			yield [region, type, number.getCountryCode(),
				util.getNationalSignificantNumber(number)].join(' ');
}

function answer(digits) {
	return asWritten(digits) + ' ' + asParsed(digits);
}

const lines = process.argv.includes('--examples') ? [...exampleLines()] :
	readFileSync(0, 'ascii').split('\n').filter(Boolean).map(answer);

process.stdout.write(lines.map((line) => line + '\n').join(''));
