package dev.quarry.embedding.recall;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.embedding.NearestChunks;
import dev.quarry.embedding.VectorIndex;
import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Facts;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A set of vectors as the vectors of a tenant's chunks, {@value #CHUNKS_OF_A_DOCUMENT} a document. The n-th document's
 * metadata has n modulo 2, 10, 100 and 1,000, to filter by.
 */
public final class IndexedSet {
    static final int CHUNKS_OF_A_DOCUMENT = 5;

    private static final int BATCH = 500;

    private static final String DOCUMENTS = """
            insert into documents (tenant_id, id, title, language, metadata, status, content_hash,
                                   chunking_strategy, chunking_size, chunking_overlap)
            select $1, id, 'Vectors', 'en',
                   jsonb_build_object('of_2', ($3 + n) % 2, 'of_10', ($3 + n) % 10,
                                      'of_100', ($3 + n) % 100, 'of_1000', ($3 + n) % 1000),
                   'ready', '', 'recursive', 1, 0
            from unnest($2::uuid[]) with ordinality as given (id, n)
            """;

    /** As wide as a chunk of a hundred tokens. */
    private static final String CHUNKS = """
            insert into document_chunks (tenant_id, id, document_id, position, content, chunk_size, token_count,
                                         chunking_strategy, start_offset, end_offset, heading_path, content_hash)
            select $1, id, document_id, n, repeat(id::text, 15), 540, 100, 'recursive', 0, 540, '', ''
            from unnest($2::uuid[], $3::uuid[]) with ordinality as given (id, document_id, n)
            """;

    private final Transactions transactions;
    private final TenantId tenant;
    private final VectorSet set;

    public IndexedSet(Transactions transactions, TenantId tenant, VectorSet set) {
        this.transactions = transactions;
        this.tenant = tenant;
        this.set = set;
    }

    public VectorSet set() {
        return set;
    }

    /** Makes the documents and their chunks, which indexes then have vectors of. */
    public void makeChunks() {
        for (int begin = 0; begin < set.vectors().size(); begin += BATCH) {
            int from = begin;
            List<Integer> places = batch(begin);
            UUID[] documents = places.stream().map(this::documentId).distinct().toArray(UUID[]::new);
            UUID[] chunks = places.stream().map(this::chunkId).toArray(UUID[]::new);
            UUID[] documentOfEach = places.stream().map(this::documentId).toArray(UUID[]::new);
            var _ = transactions.run(connection -> connection
                    .preparedQuery(DOCUMENTS)
                    .execute(Tuple.of(tenant.value(), documents, (long) from / CHUNKS_OF_A_DOCUMENT - 1))
                    .chain(() -> connection.query(Facts.INSERT_MISSING).execute())
                    .chain(() -> connection
                            .preparedQuery(CHUNKS)
                            .execute(Tuple.of(tenant.value(), chunks, documentOfEach))));
        }
    }

    /** Gives the chunks their vectors in the index. */
    public void storeIn(VectorIndex index, IntConsumer progress) {
        for (int begin = 0; begin < set.vectors().size(); begin += BATCH) {
            List<ChunkEmbedding> embeddings = batch(begin).stream()
                    .map(place -> new ChunkEmbedding(
                            chunkId(place), chunkId(place), set.vectors().get(place)))
                    .toList();
            var _ = transactions.run(
                    connection -> index.store(connection, tenant, embeddings).replaceWith(true));
            progress.accept(begin + embeddings.size());
        }
    }

    public NearestChunks search(VectorIndex index, float[] query, int k, DocumentFilter filter) {
        return transactions.run(connection -> index.nearest(connection, tenant, query, k, filter));
    }

    /** A filter that one document in so many satisfies: 1, which is no filter, 2, 10, 100 or 1,000. */
    public static DocumentFilter oneIn(int documents) {
        return documents == 1
                ? DocumentFilter.EVERYTHING
                : DocumentFilter.parse(Map.of("metadata.of_" + documents, 0), "filter");
    }

    /** Whether {@link #oneIn} keeps the vector at that place. */
    public static boolean isKept(int place, int oneIn) {
        return place / CHUNKS_OF_A_DOCUMENT % oneIn == 0;
    }

    /** The place in the set of the chunk's vector. */
    public static int place(UUID chunkId) {
        return (int) chunkId.getLeastSignificantBits();
    }

    private List<Integer> batch(int begin) {
        return IntStream.range(begin, Math.min(set.vectors().size(), begin + BATCH))
                .boxed()
                .toList();
    }

    private UUID chunkId(int place) {
        return new UUID(tenant.value(), place);
    }

    private UUID documentId(int place) {
        return new UUID(tenant.value(), place / CHUNKS_OF_A_DOCUMENT);
    }
}
