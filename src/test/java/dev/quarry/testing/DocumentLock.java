package dev.quarry.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A stranger who has a document, until it is closed. */
public final class DocumentLock implements AutoCloseable {
    private final Connection stranger;

    private DocumentLock(Connection stranger) {
        this.stranger = stranger;
    }

    public static DocumentLock hold(DataSource owner, String documentId) {
        try {
            Connection stranger = owner.getConnection();
            try (PreparedStatement lock =
                    stranger.prepareStatement("select pg_advisory_lock(hashtext('docs_ns'), hashtext(?))")) {
                lock.setString(1, documentId);
                lock.execute();
            }
            return new DocumentLock(stranger);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    @Override
    public void close() {
        try (Connection ending = stranger;
                PreparedStatement unlock = ending.prepareStatement("select pg_advisory_unlock_all()")) {
            unlock.execute();
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
