package io.helios.serviceregistration;

/** Stands for nothing. */
public final class NopServiceRegistrationHandle implements ServiceRegistrationHandle {}
