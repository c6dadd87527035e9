def handler(event, context):
    name = event.get("name")
    if not isinstance(name, str):
        raise TypeError('expected an event with a name, such as {"name": "Ada"}')
    return {"message": f"Hello, {name}!"}
