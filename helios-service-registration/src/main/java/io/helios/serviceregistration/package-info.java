/**
 * What a plugin for service discovery implements ({@link
 * io.helios.serviceregistration.ServiceRegistrarFactory}), and how agents and masters load it
 * ({@link io.helios.serviceregistration.ServiceRegistrarOptions}). Depends on nothing but the JDK.
 */
@NullMarked
package io.helios.serviceregistration;

import org.jspecify.annotations.NullMarked;
