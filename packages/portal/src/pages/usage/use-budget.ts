// The budget in force: that of the address, or else the one that this browser remembers for the tenant.
import { useState } from 'react';
import { useIdentity } from '../../api/session.tsx';
import { budgetFrom, type Budget } from '../../state/budget.ts';
import { keepBudget, keptBudget } from '../../state/budget-memory.ts';

export function useBudget(amount: string | undefined, per: string | undefined) {
  const { tenant } = useIdentity();
  const [kept, setKept] = useState(() => keptBudget(localStorage, tenant));
  const keep = (budget: Budget | undefined): void => {
    keepBudget(localStorage, tenant, budget);
    setKept(budget);
  };
  return { budget: budgetFrom(amount, per) ?? kept, keep };
}
