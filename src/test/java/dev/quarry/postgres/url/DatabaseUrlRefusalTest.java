package dev.quarry.postgres.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not taken, and what the error says. The password is {@code s3cr3t} everywhere, spilt or not. */
class DatabaseUrlRefusalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                               | is not of the form postgresql://
            h                                                                | is not of the form
            mysql://u:s3cr3t@h/db                                            | is not of the form
            "postgresql://u:s3cr3t@h/db"                                     | stands in quotes
            host=h user=u password=s3cr3t                                    | list of key=value
            password = s3cr3t host=h                                         | list of key=value
            https://s3cr3t.supabase.co                                       | begins with postgresql://
            postgresql://u:[YOUR-PASSWORD]@h/db                              | placeholder where the password belongs
            u:s3cr3t@h/db                                                    | is not of the form
            postgresql:u:s3cr3t@h/db                                         | is not of the form
            postgresql+://u:s3cr3t@h/db                                      | is not of the form
            postgresql://u:s3@cr3t@h/db                                      | percent-encode @ : / ?
            postgresql://u@t:s3cr3t@h/db                                     | percent-encode @ : / ?
            postgresql://u:s3cr3t/x@h/db                                     | percent-encode @ : / ?
            postgresql://u:12/s3cr3t@h/db                                    | percent-encode @ : / ?
            postgresql://u:s3cr3t?x@h/db                                     | percent-encode @ : / ?
            postgresql://u:s3cr3t?x=y@h/db                                   | percent-encode @ : / ?
            postgresql://u:1?s3cr3t=y@h/db                                   | percent-encode @ : / ?
            postgresql://u:a@b?sslmode=s3cr3t@h/db                           | percent-encode @ : / ?
            postgresql://u:a@b/s3cr3t@h/db                                   | percent-encode @ : / ?
            postgresql://h/db?user=u&password=p&s3cr3t=1                     | percent-encode @ : / ? &
            postgresql://h/db                                                | names no user
            postgresql://:s3cr3t@h/db                                        | names no user
            postgresql://u:s3cr3t@h:0/db                                     | a port that is not a number from 1 to 65535
            postgresql://u:s3cr3t@h:65536/db                                 | a port that is not a number from 1 to 65535
            postgresql://u:s3cr3t@h:123456/db                                | a port that is not a number from 1 to 65535
            postgresql://u:s3cr3t@h:-1/db                                    | a port that is not a number from 1 to 65535
            postgresql://u:s3cr3t@h:54x/db                                   | a port that is not a number from 1 to 65535
            postgresql://u:s3cr3t@h:５４３２/db                                  | a port that is not a number
            postgresql://u:s3cr3t@::1/db                                     | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@::1:5432/db                                | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@[::1/db                                    | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@[h]/db                                     | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@%2Fvar%2Frun/db                            | names a Unix socket
            postgresql://u:s3cr3t@my host/db                                 | neither a name nor an address
            postgresql://u:s3cr3t@h%zz/db                                    | the host in the database URL has a bad percent-escape
            postgresql://u:s3cr3t%@h/db                                      | the password in the database URL has a bad percent-escape
            postgresql://u%4:s3cr3t@h/db                                     | the user in the database URL has a bad percent-escape
            postgresql://u:s3cr3t@h/d%xb                                     | the database in the database URL has a bad percent-escape
            postgresql://u:s3cr3t@h/db?sslmode=%                             | the sslmode in the database URL has a bad percent-escape
            postgresql://u:s3cr3t@h/db?sslmode=on                            | has sslmode=on; allowed are [disable, allow, prefer
            postgresql://u:s3cr3t@h/db?sslmode=                              | has sslmode=; allowed are
            postgresql://u:s3cr3t@h/db?pool_size=3                           | has the parameter pool_size, which is not known here; in place of pool_size: set quarry.pool.main.pool-size; known
            postgresql://u:s3cr3t@h/db?host=%2Ftmp                           | gives the host twice
            postgresql://u:s3cr3t@h/db?sslmode                               | is not of the form name=value
            postgresql://u:s3cr3t@h/db?=x                                    | is not of the form name=value
            postgresql://u:s3cr3t@h/db?sslmode=allow&                        | is not of the form name=value
            postgresql://u:s3cr3t@h/db?user=a&user=b                         | has the parameter user twice, as user=a and as user=b
            postgresql://u@h/db?password=p&password=s3cr3t                   | has the parameter password twice, and not the same
            postgresql://u:s3cr3t                                            | a port that is not a number
            postgresql://u:s3cr3t/db                                         | a port that is not a number
            postgresql://u@t:s3cr3t/db                                       | a port that is not a number
            postgresql://u:s3cr3t,h2/db                                      | a port that is not a number
            postgresql://s3cr3t!/db?user=u                                   | neither a name nor an address
            postgresql://h/db?user=u&password=p&sslmode=s3cr3t               | is not of the form
            postgresql://h/db?user=u&password=s3cr3t&port=x                  | a port that is not a number
            postgresql://u:s3cr3t@h1,,h2/db                                  | has an empty place, number 2
            postgresql://u:s3cr3t@h1,h2,/db                                  | has an empty place, number 3
            postgresql://u:s3cr3t@h1,h2:5432,h1:5432/db                      | names one host and port twice
            postgresql://u:s3cr3t@/db?host=h1,h1                             | names one host and port twice
            postgresql://u:s3cr3t@h1/db?host=h2                              | gives the host twice
            postgresql://u:s3cr3t@h1:1/db?port=2                             | gives the port twice
            postgresql://u:s3cr3t@/db?host=h1,h2,h3&port=1,2                 | names 3 hosts and 2 ports
            postgresql://u:s3cr3t@h/db?dbname=other                          | gives the database twice, in its own place and as dbname=
            postgresql://u:s3cr3t@h/db?user=other                            | gives the user twice
            postgresql://u:s3cr3t@h/db?password=other                        | gives the password twice
            postgresql://u:other@h/db?password=s3cr3t                        | gives the password twice
            postgresql://u:s3cr3t@/db?host=/var/run/postgresql               | use host=localhost
            postgresql://u:s3cr3t@h/db?sslmode=require&sslmode=disable       | twice, as sslmode=require and as sslmode=disable
            postgresql://u:s3cr3t@h/db?ssl=yes                               | has ssl=yes; allowed are true, false and [disable
            postgresql://u:s3cr3t@h/db?ssl=true&sslmode=disable              | has ssl=true and sslmode=disable, which contradict
            postgresql://u:s3cr3t@h/db?ssl=true&sslmode=prefer               | has ssl=true and sslmode=prefer, which contradict
            postgresql://u:s3cr3t@h/db?ssl=false&sslmode=require             | has ssl=false and sslmode=require, which contradict
            postgresql://u:s3cr3t@h/db?ssl=allow&sslmode=prefer              | has ssl=allow and sslmode=prefer, which contradict
            postgresql://u:s3cr3t@h/db?sslmode=verify-ca                     | has sslmode=verify-ca and no sslrootcert
            postgresql://u:s3cr3t@h/db?sslmode=verify-full                   | sslmode=verify-full&sslrootcert=system
            postgresql://u:s3cr3t@h/db?sslrootcert=system&sslmode=require    | has sslrootcert=system and sslmode=require
            postgresql://u:s3cr3t@h/db?sslrootcert=/no/such.crt              | has sslrootcert=/no/such.crt, which is not a file that can be read
            postgresql://u:s3cr3t@h/db?sslcert=/no/such.crt                  | only one of sslcert and sslkey
            postgresql://u:s3cr3t@h/db?sslkey=/no/such.key                   | only one of sslcert and sslkey
            postgresql://u:s3cr3t@h/db?sslcert=/a&sslkey=/b&sslmode=disable  | has sslcert and sslmode=disable
            postgresql://u:s3cr3t@h/db?sslcert=/no/such.crt&sslkey=/no/such.key | has sslcert=/no/such.crt, which is not a file
            postgresql://u:s3cr3t@h/db?connect_timeout=soon                  | has connect_timeout=soon; allowed are 1 to 9999
            postgresql://u:s3cr3t@h/db?connect_timeout=0                     | has connect_timeout=0
            postgresql://u:s3cr3t@h/db?connect_timeout=10000                 | has connect_timeout=10000
            postgresql://u:s3cr3t@h/db?application_name=                     | application_name of 0 bytes; allowed are 1 to 40
            postgresql://u:s3cr3t@h/db?application_name=12345678901234567890123456789012345678901 | application_name of 41 bytes
            postgresql://u:s3cr3t@h/db?target_session_attrs=master           | allowed are [any, read-write, read-only, primary, standby, prefer-standby]
            postgresql://u:s3cr3t@h/db?pgbouncer=yes                         | has pgbouncer=yes; allowed are [true, false]
            postgresql://u:s3cr3t@h/db?load_balance_hosts=random             | has the parameter load_balance_hosts, which is not known here
            postgresql://u:s3cr3t@h/db?a=1&sslmode=allow&b=2                 | has the parameters a, b, which are not known here; known are [application_name, connect
            postgresql://u:s3cr3t@h/db?keepalives_idle=30                    | leave it out; quarry.pool.main.pre-ping-after
            postgresql://u:s3cr3t@h/db?client_encoding=utf8                  | always UTF-8
            postgresql://u:s3cr3t@h/db?supa=base-pooler.x                    | in place of supa: leave it out
            postgresql://u:s3cr3t@h/db?timeout=5&max_size=3                  | in place of timeout: write connect_timeout; in place of max_size: set quarry.pool.main.pool-size
            postgresql://u:s3cr3t@h/db?connection_limit=1                    | set quarry.pool.main.pool-size
            postgresql://u:s3cr3t@h/db?max_overflow=1                        | set quarry.pool.main.max-overflow
            postgresql://u:s3cr3t@h/db?pool_timeout=1                        | set quarry.pool.main.acquire-timeout
            postgresql+asyncpg://u:s3cr3t@h/db?prepared_statement_cache_size=0 | QUARRY_POOL_MODE=transaction
            postgresql://u:s3cr3t@h/db?statement_cache_size=0                | set pgbouncer=true
            jdbc:postgresql://u:s3cr3t@h/db?prepareThreshold=0               | set pgbouncer=true
            postgresql://u:s3cr3t@h/db?channel_binding=require               | sslmode=verify-full
            postgresql://u:s3cr3t@h/db?channel_binding=on                    | has channel_binding=on; allowed are [disable, prefer, require]
            postgresql://u:s3cr3t@h/db?gssencmode=require                    | GSSAPI is not spoken here
            postgresql://u:s3cr3t@h/db?options=-c%20search_path%3Dx          | options set search_path, which Quarry sets itself
            postgresql://u:s3cr3t@h/db?options=--search-path%3Dx             | options set search_path
            postgresql://u:s3cr3t@h/db?options=-cROLE%3Dx                    | options set ROLE
            postgresql://u:s3cr3t@h/db?options=--statement_timeout%3D1       | options set statement_timeout
            postgresql://u:s3cr3t@h/db?options=-cjit%3Don                    | options set jit
            postgresql://u:s3cr3t@h/db?options=-c%20quarry.tenant%3Dx        | options set quarry.tenant
            postgresql://u:s3cr3t@h/db?options=-e                            | options have '-e'; allowed are -c name=value
            postgresql://u:s3cr3t@h/db?options=-c                            | options have '-c'
            postgresql://u:s3cr3t@h/db?options=-c%20geqo                     | options have '-c geqo'
            postgresql://u:s3cr3t@h/db?options=project%3Dx                   | options have 'project=x'
            """)
    void anything_else_is_refused_saying_why_and_never_the_password(String url, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(url))
                .withMessageContaining(why)
                .withNoCause()
                .satisfies(error -> assertThat(error.toString()).doesNotContain("s3cr3t"))
                .satisfies(error -> assertThat(error.getSuppressed()).isEmpty());
    }
}
