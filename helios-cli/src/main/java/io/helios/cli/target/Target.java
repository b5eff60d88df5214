package io.helios.cli.target;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * One cluster to act on.
 *
 * @param name the endpoint or domain as the user gave it
 * @param masters asked again as masters come and go
 */
public record Target(String name, Supplier<List<URI>> masters) {}
