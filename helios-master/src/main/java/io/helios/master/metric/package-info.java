/** What is measured, and how it is shown: as the predecessor's JSON, and for Prometheus. */
@NullMarked
package io.helios.master.metric;

import org.jspecify.annotations.NullMarked;
