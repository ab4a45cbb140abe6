/** Documents that are ZIP archives of XML: DOCX and EPUB. Only the entries that are needed are unpacked, and counted. */
@NullMarked
package dev.quarry.extract.zip;

import org.jspecify.annotations.NullMarked;
