package dev.quarry.embedding;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Keeps the vectors of one space and finds the nearest. The caller owns the transaction. */
public interface VectorIndex {
    /** As {@code embedding_spaces.index_kind} has it. */
    String kind();

    /** What decides how near to the truly nearest it comes: short names and values fit for JSON. */
    Map<String, Object> settings();

    /** The table with one row for each chunk that has a vector, keyed by {@code (tenant_id, chunk_id)}. */
    String vectorTable();

    /**
     * Stores vectors of chunks; one that is there already is replaced. A chunk that is gone by now fails the statement.
     *
     * @param embeddings unit vectors with the space's number of dimensions
     */
    Uni<Void> store(SqlConnection connection, TenantId tenant, List<ChunkEmbedding> embeddings);

    /**
     * The chunks nearest to {@code query} of all those whose documents satisfy the filter: k of them, where there are k.
     *
     * @param query a unit vector with the space's number of dimensions
     */
    Uni<NearestChunks> nearest(SqlConnection connection, TenantId tenant, float[] query, int k, DocumentFilter filter);

    /** Whether a chunk of the tenant has a vector for one of the passages. */
    Uni<Boolean> knowsAny(SqlConnection connection, TenantId tenant, Collection<UUID> passages);

    /**
     * Gives chunks the vector that another chunk of the tenant has for the very same passage.
     *
     * @return the chunks that have a vector now
     */
    Uni<Set<UUID>> storeKnown(SqlConnection connection, TenantId tenant, List<ChunkPassage> passages);

    /** The tenant's vectors of those of the passages that have one, by passage. */
    Uni<Map<UUID, float[]>> vectors(SqlConnection connection, TenantId tenant, Collection<UUID> passages);

    /** The tenant's vectors of those of the chunks that have one, by chunk. */
    Uni<Map<UUID, float[]>> vectorsOf(SqlConnection connection, TenantId tenant, Collection<UUID> chunkIds);

    /** What is embedded for a chunk, by hash. */
    record ChunkPassage(UUID chunkId, UUID passage) {}

    /** A chunk's vector, and of which passage it is. */
    record ChunkEmbedding(UUID chunkId, UUID passage, float[] vector) {}

    /** A chunk that was found, with its cosine similarity from -1 to 1. */
    record NearChunk(UUID chunkId, double similarity) {}
}
