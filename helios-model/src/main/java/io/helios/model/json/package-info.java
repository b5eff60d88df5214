/** The JSON dialects: one for clients and the tree, one for the masters' HTTP answers. */
@NullMarked
package io.helios.model.json;

import org.jspecify.annotations.NullMarked;
