// What usage is counted by: a named group, or an attribute such as the team.
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';

const GROUPS = ['user', 'team', 'model', 'tool', 'day', 'plane', 'session', 'event', 'dataset'];

interface Props {
  readonly value: string;
  readonly onChange: (group: string) => void;
}

export function GroupChoice({ value, onChange }: Props) {
  const isNamed = GROUPS.includes(value);
  return (
    <form
      className="group-form"
      aria-label="Group usage"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get('attribute');
        if (typeof typed === 'string' && typed.trim() !== '') onChange(typed.trim());
      }}
    >
      <ToggleGroup
        className="groups"
        aria-label="Group by"
        value={[value]}
        onValueChange={([next]) => next !== undefined && onChange(next)}
      >
        {GROUPS.map((group) => (
          <Toggle key={group} value={group}>
            {group}
          </Toggle>
        ))}
      </ToggleGroup>
      <label>
        <span className="hidden">Attribute to group by</span>
        <input
          name="attribute"
          placeholder="another attribute"
          defaultValue={isNamed ? '' : value}
          autoComplete="off"
        />
      </label>
    </form>
  );
}
