// Numbers as a person reads them. By hand: the first number that a browser formats by locale costs it 35 ms.

/** Groups of three digits with commas, rounded to three decimals: 1234567.5 is `1,234,567.5`. Below 1e21. */
export function number(value: number): string {
  const [whole = "", decimals] = String(Number(value.toFixed(3))).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
