// Real calendar dates inside numbers.

const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that exists in that month of some year: 29 February does. */
function isDay(month: number, day: number): boolean {
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}

/** YYMMDD of which the century is unknown: 29 February needs a year divisible by four. */
export function isShortDate(year: number, month: number, day: number): boolean {
  if (!isDay(month, day)) return false;
  return month !== 2 || day < 29 || year % 4 === 0;
}
