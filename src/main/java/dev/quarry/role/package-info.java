/**
 * What an instance is for: serving requests, working through the pipeline, or both.
 *
 * <p>The same binary in every role, so that searches and embedding can be given machines of their own and be scaled apart.
 */
@NullMarked
package dev.quarry.role;

import org.jspecify.annotations.NullMarked;
