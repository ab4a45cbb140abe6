package dev.quarry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void advice_for_a_full_server_is_not_followed_by_other_advice() {
        SQLException full = new SQLException("FATAL: too many connections for role \"u\"", "53300");

        assertThat(StartFailure.describe(full))
                .startsWith("the database cannot be used: the server takes no further connection")
                .endsWith("(alter role NAME connection limit N).");
    }

    @Test
    void an_error_that_is_not_known_leads_to_the_url() {
        assertThat(StartFailure.describe(new SQLException("out of luck", "99999")))
                .isEqualTo("the database cannot be used: out of luck. Look at DATABASE_URL.");
    }
}
