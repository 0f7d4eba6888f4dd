// Usage out of the rollups and out of the rows at the ends of its period, as both stood at one moment.
import type { Knex } from 'knex';
import { FIGURES } from '../rollups/figures.ts';
import { withSqlite } from '../store/connection.ts';
import { readEdgeFigures, type EdgeFigures } from './edge-figures.ts';
import { rawRows } from './raw-rows.ts';
import { rolledOutwards } from './rolled-period.ts';
import { rolledUsageSql, type RolledQuestion } from './rolled-usage-sql.ts';
import { inOrder, sqlText, type SqlText } from './sql-text.ts';

/** @param more statements of the same columns. The caller says what they are. */
export function usageWithEdges<Row>(
  knex: Knex,
  question: RolledQuestion,
  more: readonly SqlText[],
  order: SqlText,
): Promise<Row[]> {
  const { dialect, period } = question;
  if (dialect === 'postgres' || period.edges.length === 0)
    return rawRows<Row>(knex, inOrder(rolledUsageSql(question, more), order));
  const outwards = rolledOutwards(period, question.unit);
  return withSqlite(knex, (connection) =>
    connection.transaction((): Row[] => {
      const edges = edgeFiguresSql(readEdgeFigures(connection, question, outwards.ends));
      const { sql, bindings } = inOrder(
        rolledUsageSql({ ...question, period: outwards.period }, [edges, ...more]),
        order,
      );
      return connection.prepare<unknown[], Row>(sql).all(...bindings);
    })(),
  );
}

const COLUMNS = ['grp', 'bkt', ...FIGURES, 'sessions', 'users']
  .map((name, index) => `json_extract(edge.value, '$[${index}]') AS ${name}`)
  .join(', ');

/** One value, however many groups there are: statements take so many and no more. */
function edgeFiguresSql(figures: readonly EdgeFigures[]): SqlText {
  return sqlText(`SELECT ${COLUMNS} FROM json_each(?) AS edge`, JSON.stringify(figures));
}
