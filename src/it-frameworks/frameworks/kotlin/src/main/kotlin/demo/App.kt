package demo

import com.sun.net.httpserver.HttpServer
import java.net.InetSocketAddress

fun main() {
    val port = System.getenv("PORT")?.toInt() ?: 8080
    HttpServer.create(InetSocketAddress(port), 0).apply {
        createContext("/") { exchange ->
            val body = "kotlin answers".toByteArray()
            exchange.sendResponseHeaders(200, body.size.toLong())
            exchange.responseBody.use { it.write(body) }
        }
        start()
    }
}
