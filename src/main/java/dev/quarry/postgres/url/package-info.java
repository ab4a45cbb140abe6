/** The database's URL: every form that users have, read once, never showing its password. */
@NullMarked
package dev.quarry.postgres.url;

import org.jspecify.annotations.NullMarked;
