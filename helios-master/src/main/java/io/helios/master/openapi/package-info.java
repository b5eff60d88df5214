/**
 * The description of the HTTP API, made from the resources as they are registered: paths,
 * parameters and bodies cannot differ from what is served. Enter through {@link
 * io.helios.master.openapi.OpenApi}.
 */
@NullMarked
package io.helios.master.openapi;

import org.jspecify.annotations.NullMarked;
