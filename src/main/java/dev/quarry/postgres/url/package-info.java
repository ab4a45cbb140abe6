/**
 * The database's URL: every form that users have, read once, never showing its password.
 *
 * <pre>
 *   text ──► UrlGrammar ──► HostList, UrlParameters (TLS, options, other tools' words) ──► DatabaseUrl ──► JdbcUrl
 * </pre>
 */
@NullMarked
package dev.quarry.postgres.url;

import org.jspecify.annotations.NullMarked;
