package dev.quarry.explorer;

import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads documents, chunks and what they come to; each answer is of one moment. */
@ApplicationScoped
class Explorer {
    private final Database database;
    private final EmbeddingSpaces spaces;
    private final ExplorerConfig config;

    Explorer(Database database, EmbeddingSpaces spaces, ExplorerConfig config) {
        this.database = database;
        this.spaces = spaces;
        this.config = config;
    }

    Uni<DocumentList> documents(TenantId tenant, DocumentListing listing) {
        return database.snapshot(
                tenant.rows(),
                config.readDeadline(),
                connection -> DocumentListSql.page(connection, tenant, listing, vectorTable())
                        .flatMap(page -> DocumentListSql.total(connection, tenant, listing)
                                .map(total -> new DocumentList(page, total))));
    }

    /** Fails with {@link Failure.NotFound} where there is no such document. */
    Uni<ChunkList> chunks(TenantId tenant, UUID documentId, ChunkListing listing) {
        return database.snapshot(
                tenant.rows(),
                config.readDeadline(),
                connection -> ChunkListSql.isThere(connection, tenant, documentId)
                        .flatMap(there -> there
                                ? ChunkListSql.page(connection, tenant, documentId, listing, vectorTable())
                                        .flatMap(page -> ChunkListSql.total(connection, tenant, documentId, listing)
                                                .map(total -> new ChunkList(page, total)))
                                : Uni.createFrom()
                                        .failure(new Failure.NotFound("there is no document " + documentId))));
    }

    /**
     * A chunk and those beside it; fails with {@link Failure.NotFound}.
     *
     * @param distance how many on each side
     */
    Uni<ChunkDetail> chunk(TenantId tenant, UUID chunkId, int distance) {
        return database.snapshot(
                tenant.rows(),
                config.readDeadline(),
                connection -> ChunkDetailSql.find(connection, tenant, List.of(chunkId), vectorTable())
                        .map(found -> found.stream()
                                .findFirst()
                                .orElseThrow(() -> new Failure.NotFound("there is no chunk " + chunkId)))
                        .flatMap(chunk -> ChunkDetailSql.neighbours(connection, tenant, chunk, distance)
                                .map(chunk::between)));
    }

    Uni<ChunkStats> stats(TenantId tenant) {
        EmbeddingSpace space = spaces.counted();
        return database.snapshot(
                tenant.rows(), config.statsDeadline(), connection -> ChunkStatsSql.stats(connection, tenant, space));
    }

    private String vectorTable() {
        return spaces.counted().index().vectorTable();
    }
}
