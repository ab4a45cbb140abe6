/**
 * Which documents are meant: a filter as callers write it in JSON, checked, and as a condition in SQL.
 *
 * <pre>
 *   {"status": "failed", "or": [{"tags": "engine"}, {"metadata.year": {"gte": 2020}}]}
 *     └─► FilterReader ─► Condition, a tree of comparisons ─► FilterSql ─► SQL and its parameters
 * </pre>
 *
 * <p>Nothing that a caller wrote becomes SQL: fields and operators are an enum's, keys and values are parameters. What has
 * no column of {@code documents} is looked up in {@code document_facts}, a row for each value of a document's metadata, which the
 * database makes of it when the document is stored ({@code document_facts_of}). There is one way to evaluate a comparison,
 * whichever way the planner takes.
 */
@NullMarked
package dev.quarry.document.filter;

import org.jspecify.annotations.NullMarked;
