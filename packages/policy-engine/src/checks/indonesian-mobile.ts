// Indonesian mobile numbers: 8 and an operator code, 9 to 12 digits after the trunk 0 or the country code 62.

/** 811-819, 821-823, 828, 831-833, 838, 851-859, 868, 877-879, 881-889, 895-899. */
const operator = /^8(?:1[1-9]|2[1-38]|3[1-38]|5[1-9]|68|7[7-9]|8[1-9]|9[5-9])/;

/** `digits` with the trunk 0 or the country code 62 (or both, as some people write) in front. */
export function isIndonesianMobile(digits: string): boolean {
  const national = /^(?:620?|0)(8\d{8,11})$/.exec(digits)?.[1];
  return national !== undefined && operator.test(national);
}
