import ArgumentParser
import Configuration
import Crypto
import GRDB
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle
import Yams
@main struct Main { static func main() {} }
