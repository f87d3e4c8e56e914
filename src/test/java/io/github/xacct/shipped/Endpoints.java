package io.github.xacct.shipped;

import java.lang.reflect.Method;

/** The SDK's table of endpoints as a class loader finds it. */
final class Endpoints {
  private final Method service;
  private final Method region;
  private final Method endpoint;

  Endpoints(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> metadata = loader.loadClass("software.amazon.awssdk.regions.ServiceMetadata");
    Class<?> regions = loader.loadClass("software.amazon.awssdk.regions.Region");
    service = metadata.getMethod("of", String.class);
    region = regions.getMethod("of", String.class);
    endpoint = metadata.getMethod("endpointFor", regions);
  }

  Object of(String serviceName, String regionName) throws ReflectiveOperationException {
    return endpoint.invoke(service.invoke(null, serviceName), region.invoke(null, regionName));
  }
}
