/** What the command line tools share: arguments, output, progress and exit codes. */
@NullMarked
package dev.quarry.command;

import org.jspecify.annotations.NullMarked;
