module demo {
  requires jdk.httpserver;
  requires org.slf4j;
}
