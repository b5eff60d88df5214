/**
 * What all requests have in common: versions, revisions, limits, CORS, and the one place where
 * failures become HTTP. Resources stand with their features.
 */
@NullMarked
package io.helios.master.http;

import org.jspecify.annotations.NullMarked;
