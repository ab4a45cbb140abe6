/** Shows the service at work on the documents in samples. */
@NullMarked
package dev.quarry.demo;

import org.jspecify.annotations.NullMarked;
