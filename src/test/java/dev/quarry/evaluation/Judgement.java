package dev.quarry.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** That a document answers a query, and how well: a line of a qrels file. */
record Judgement(String queryId, String documentId, int grade) {
    private static final String COLUMNS = "query-id, corpus-id and score, separated by tabs";

    /**
     * All lines; the first may be a header.
     *
     * @param queryIds the queries that there are
     */
    static List<Judgement> read(Path file, Set<String> queryIds) {
        List<Judgement> judgements = new ArrayList<>();
        for (SourceLine line : SourceLine.read(file)) {
            String[] columns = line.text().strip().split("\t", -1);
            if (columns.length != 3) {
                throw line.malformed("has " + columns.length + " columns; it must have " + COLUMNS);
            }
            if (line.number() > 1 || isGrade(columns[2])) {
                judgements.add(of(line, columns, queryIds));
            }
        }
        return judgements;
    }

    private static Judgement of(SourceLine line, String[] columns, Set<String> queryIds) {
        if (!isGrade(columns[2])) {
            throw line.malformed("has a score that is no whole number: " + columns[2]);
        }
        if (!queryIds.contains(columns[0])) {
            throw line.malformed("judges a query that queries.jsonl does not have: " + columns[0]);
        }
        return new Judgement(columns[0], columns[1], Integer.parseInt(columns[2].strip()));
    }

    private static boolean isGrade(String column) {
        return column.strip().matches("-?[0-9]{1,9}");
    }
}
