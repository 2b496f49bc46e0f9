"""A pipeline that never comes to an end, as a page might bring one about."""


class EndlessPipeline:
    def process_item(self, item: object) -> object:
        while True:
            pass
