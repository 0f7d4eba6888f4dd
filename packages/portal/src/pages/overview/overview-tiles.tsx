// The figures of a period, each with its change to the period before.
import { Tiles, type Tile } from '../../components/tiles.tsx';
import { change, compact, dollars } from '../../format/numbers.ts';
import { sumOf, type Figure } from '../../state/figures.ts';
import type { Overview } from '../../state/overview.ts';

export function OverviewTiles({ current, before, users, usersBefore }: Overview) {
  const tile = (name: string, figure: Figure, format: (value: number) => string = compact): Tile => {
    const now = sumOf(current, figure);
    const then = sumOf(before, figure);
    return { name, value: format(now), note: comparison(now, then, format) };
  };
  const userTile: Tile = {
    name: 'Active users',
    value: users === undefined ? 'over 1,000' : compact(users),
    note: users === undefined || usersBefore === undefined ? '' : comparison(users, usersBefore, compact),
  };
  return (
    <Tiles
      tiles={[
        tile('Events', 'events'),
        userTile,
        tile('Cost', 'cost_usd', dollars),
        tile('Tokens', 'tokens_used'),
        tile('Prompts', 'prompts'),
        tile('Tools approved', 'approvals'),
        tile('Tools rejected', 'rejections'),
        tile('Errors', 'errors'),
      ]}
    />
  );
}

function comparison(now: number, before: number, format: (value: number) => string): string {
  const percent = change(now, before);
  if (percent === undefined) return 'nothing before';
  return `${percent > 0 ? '+' : ''}${percent} % (before: ${format(before)})`;
}
