// The budget somebody set for a tenant, remembered by this browser. An address that names one goes before.
import { budgetFrom, type Budget } from './budget.ts';

const keyOf = (tenant: string): string => `governance-agent.budget.${tenant}`;

export function keptBudget(storage: Pick<Storage, 'getItem'>, tenant: string): Budget | undefined {
  const kept = new URLSearchParams(storage.getItem(keyOf(tenant)) ?? '');
  return budgetFrom(kept.get('budget') ?? undefined, kept.get('budget_per') ?? undefined);
}

export function keepBudget(
  storage: Pick<Storage, 'setItem' | 'removeItem'>,
  tenant: string,
  budget: Budget | undefined,
): void {
  if (budget === undefined) storage.removeItem(keyOf(tenant));
  else storage.setItem(keyOf(tenant), new URLSearchParams(searchOf(budget)).toString());
}

/** As search parameters of the page. */
export function searchOf(budget: Budget | undefined): Readonly<Record<string, string>> {
  return budget === undefined ? {} : { budget: String(budget.usd), budget_per: budget.per };
}
