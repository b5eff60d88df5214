/** Answers of the masters' HTTP API that are not themselves model values. */
@NullMarked
package io.helios.model.api;

import org.jspecify.annotations.NullMarked;
