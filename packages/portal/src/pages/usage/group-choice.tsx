// What usage is counted by: a named group, or an attribute such as the team.
const GROUPS = ['user', 'team', 'model', 'tool', 'day', 'plane', 'session', 'event', 'dataset'];

interface Props {
  readonly value: string;
  readonly onChange: (group: string) => void;
}

export function GroupChoice({ value, onChange }: Props) {
  const isNamed = GROUPS.includes(value);
  return (
    <form
      className="groups"
      aria-label="Group usage"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get('attribute');
        if (typeof typed === 'string' && typed.trim() !== '') onChange(typed.trim());
      }}
    >
      {GROUPS.map((group) => (
        <button key={group} type="button" aria-pressed={group === value} onClick={() => onChange(group)}>
          {group}
        </button>
      ))}
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
