// Sets the monthly budget that costs are held against. It is nobody's limit: nothing is stopped by it.
import { budgetFrom, type Budget } from '../../state/budget.ts';

interface Props {
  readonly budget: Budget | undefined;
  readonly group: string;
  readonly onChange: (budget: Budget | undefined) => void;
}

export function BudgetForm({ budget, group, onChange }: Props) {
  return (
    <form
      className="group-form budget-form"
      aria-label="Budget"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string): string => {
          const value = form.get(name);
          return typeof value === 'string' ? value : '';
        };
        onChange(budgetFrom(text('budget'), text('budget_per')));
      }}
    >
      <label>
        Monthly budget (USD){' '}
        <input
          name="budget"
          type="number"
          inputMode="decimal"
          min="0.01"
          max="1000000000"
          step="0.01"
          placeholder="none"
          defaultValue={budget?.usd}
        />
      </label>
      <label>
        for{' '}
        <select name="budget_per" defaultValue={budget?.per ?? 'all'}>
          <option value="all">everything</option>
          <option value="group">each {group}</option>
        </select>
      </label>
      <button type="submit">Set budget</button>
      {budget !== undefined && (
        <button type="button" onClick={() => onChange(undefined)}>
          Remove budget
        </button>
      )}
    </form>
  );
}
