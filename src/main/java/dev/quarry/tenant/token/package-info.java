/**
 * Tokens of an OpenID Connect issuer, in place of keys: their signature, issuer, audience and times are checked here, and
 * their claims say which tenant and role.
 *
 * <p>The one thing that is fetched is the issuer's set of keys, from the address that the settings name, and kept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068: access tokens as JWT</a>
 */
@NullMarked
package dev.quarry.tenant.token;

import org.jspecify.annotations.NullMarked;
