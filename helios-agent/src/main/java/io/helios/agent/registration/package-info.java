/**
 * Makes services known to others through a plugin's registrar. Enter through {@link
 * io.helios.agent.registration.Registrations}.
 */
@NullMarked
package io.helios.agent.registration;

import org.jspecify.annotations.NullMarked;
