package dev.quarry.embedding;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** Keeps the vectors of one space and finds the nearest. The caller owns the transaction. */
public interface VectorIndex {
    /** As {@code embedding_spaces.index_kind} has it. */
    String kind();

    /** The table with one row for each chunk that has a vector, keyed by {@code (tenant_id, chunk_id)}. */
    String vectorTable();

    /**
     * Stores vectors of chunks; one that is there already is replaced. A chunk that is gone by now fails the statement.
     *
     * @param embeddings unit vectors with the space's number of dimensions
     */
    Uni<Void> store(SqlConnection connection, TenantId tenant, List<ChunkEmbedding> embeddings);

    /**
     * The chunks nearest to {@code query}, nearest first, at most {@code k} of them.
     *
     * @param query a unit vector with the space's number of dimensions
     */
    Uni<List<NearChunk>> nearest(SqlConnection connection, TenantId tenant, float[] query, int k);

    /** A chunk's vector. */
    record ChunkEmbedding(UUID chunkId, float[] vector) {}

    /** A chunk that was found, with its cosine similarity from -1 to 1. */
    record NearChunk(UUID chunkId, double similarity) {}
}
