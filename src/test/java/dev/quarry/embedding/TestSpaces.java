package dev.quarry.embedding;

import java.util.List;
import java.util.stream.Stream;

/** Spaces of each kind without a model, for tests that bring their own vectors. */
public final class TestSpaces {
    private TestSpaces() {}

    /**
     * A space.
     *
     * @param tables the statement that makes its tables
     * @param names of its tables
     */
    public record TestSpace(VectorIndex index, String tables, List<String> names) {}

    /** @param few see {@link EmbeddingConfig#compareAllUpTo()} */
    public static TestSpace pgvector(int id, int dimensions, int few) {
        return new TestSpace(
                new PgvectorIndex(id, dimensions, 100, few),
                PgvectorIndex.tables(id, dimensions),
                PgvectorIndex.tableNames(id));
    }

    /** @param few see {@link EmbeddingConfig#compareAllUpTo()} */
    public static TestSpace portable(int id, int dimensions, int few) {
        return new TestSpace(
                PortableIndex.withHyperplanes(id, dimensions, 400, few),
                PortableIndex.tables(id),
                PortableIndex.tableNames(id));
    }

    /** As earlier versions made them. */
    public static TestSpace earlierPortable(int id, int dimensions, int few) {
        return new TestSpace(
                PortableIndex.withSigns(id, dimensions, 400, few),
                PortableIndex.tables(id).replace("bit(" + Hyperplanes.BITS + ")", "bit(" + dimensions + ")"),
                PortableIndex.tableNames(id));
    }

    /** Those that a server has. */
    public static List<TestSpace> all(int id, int dimensions, int few, boolean pgvector) {
        return Stream.concat(
                        pgvector ? Stream.of(pgvector(id + 2, dimensions, few)) : Stream.empty(),
                        Stream.of(portable(id, dimensions, few), earlierPortable(id + 1, dimensions, few)))
                .toList();
    }
}
