/** Words for what goes wrong with files; nothing here reads or writes any. */
@NullMarked
package io.helios.model.file;

import org.jspecify.annotations.NullMarked;
