/** PDF by Apache PDFBox, held to a budget where the library has none: streams are measured before they are decoded. */
@NullMarked
package dev.quarry.extract.pdf;

import org.jspecify.annotations.NullMarked;
