/**
 * Which documents are meant: a filter as callers write it in JSON, checked, and as a condition in SQL.
 *
 * <pre>
 *   {"status": "failed", "metadata.boat": {"in": ["aurora", "selene"]}}
 *     └─► DocumentFilter.parse ─► conditions, all of which must hold ─► FilterSql.where ─► SQL and its parameters
 * </pre>
 *
 * <p>Nothing that a caller wrote becomes SQL: a field is one of an enum's, its values are parameters. A new field is a value
 * of {@link dev.quarry.document.filter.Field}; a new operator is a kind of condition.
 */
@NullMarked
package dev.quarry.document.filter;

import org.jspecify.annotations.NullMarked;
