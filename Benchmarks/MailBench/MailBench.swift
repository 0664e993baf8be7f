@main struct MailBench { static func main() {} }
