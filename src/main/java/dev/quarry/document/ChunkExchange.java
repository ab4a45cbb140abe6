package dev.quarry.document;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.chunk.ChunkSql;
import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.chunk.NewChunk;
import dev.quarry.chunk.SpellingSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Exchanges the chunks of a document, which is held, with their words and spellings, in the caller's transaction. */
@ApplicationScoped
public class ChunkExchange {
    private final TimeBasedEpochGenerator ids;

    ChunkExchange(TimeBasedEpochGenerator ids) {
        this.ids = ids;
    }

    /**
     * What is to become of the chunks that are stored.
     *
     * @param wanted in their order
     * @param keep whether those that serve may go on; those that are disabled may in any case
     */
    public Uni<ChunkChanges> compare(
            SqlConnection connection, TenantId tenant, UUID documentId, List<NewChunk> wanted, boolean keep) {
        return ChunkSql.stored(connection, tenant, documentId)
                .map(stored -> ChunkChanges.between(
                        stored.stream()
                                .filter(chunk -> keep || !chunk.serving())
                                .toList(),
                        stored,
                        wanted,
                        ids::generate));
    }

    /**
     * Does it. Embeddings of chunks that are removed go with them.
     *
     * @param strategy by which the wanted chunks were cut
     * @param update changes the document itself, where its old chunks are gone and its new ones are not there yet: they are
     *     indexed with its title and in its language
     */
    public Uni<Void> make(
            SqlConnection connection,
            TenantId tenant,
            UUID documentId,
            String strategy,
            ChunkChanges changes,
            Supplier<Uni<Void>> update) {
        return LexicalIndexSql.remove(connection, tenant, changes.removed(), ids.generate())
                .chain(() -> ChunkSql.delete(connection, tenant, changes.removed()))
                .chain(() -> ChunkSql.move(connection, tenant, strategy, changes.kept()))
                .chain(update::get)
                .chain(() -> add(connection, tenant, documentId, strategy, changes.added()));
    }

    /** Stores the chunks of a document that has none. */
    Uni<Void> store(
            SqlConnection connection, TenantId tenant, UUID documentId, String strategy, List<NewChunk> chunks) {
        return add(
                connection,
                tenant,
                documentId,
                strategy,
                chunks.stream()
                        .map(chunk -> new ChunkSql.Identified(ids.generate(), chunk))
                        .toList());
    }

    private Uni<Void> add(
            SqlConnection connection,
            TenantId tenant,
            UUID documentId,
            String strategy,
            List<ChunkSql.Identified> chunks) {
        List<UUID> chunkIds = chunks.stream().map(ChunkSql.Identified::id).toList();
        return ChunkSql.insert(connection, tenant, documentId, strategy, chunks)
                .chain(() -> LexicalIndexSql.add(connection, tenant, chunkIds, ids.generate()))
                .chain(() -> SpellingSql.index(connection, tenant, documentId, chunks));
    }
}
