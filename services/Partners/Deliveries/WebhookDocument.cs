using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mat.Partners.Deliveries;

/// <summary>The <c>webhooks</c> section of the OpenAPI document: what partners receive, with headers and body.</summary>
internal sealed class WebhookDocument : IOpenApiDocumentTransformer
{
    private static readonly (string Type, string Summary)[] Events =
    [
        (WebhookEvents.Requested, "The trust asks for help; read the pack with your token."),
        (WebhookEvents.Commented, "The desk wrote something for you."),
        (WebhookEvents.Cancelled, "Your help is needed no longer."),
        (WebhookEvents.Ping, "Somebody at the trust tests the endpoint."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Webhooks = Events.ToDictionary(e => e.Type, IOpenApiPathItem (e) => PathItem(e.Type, e.Summary));
        return Task.CompletedTask;
    }

    private static OpenApiPathItem PathItem(string type, string summary)
    {
        var item = new OpenApiPathItem();
        item.AddOperation(HttpMethod.Post, new OpenApiOperation
        {
            OperationId = "Webhook." + type,
            Summary = summary,
            Description =
                "Signed by Standard Webhooks 1.0. Any 2xx within 15 seconds accepts it; 410 switches the endpoint off; anything else is tried again for about three days.",
            Parameters =
            [
                Header("webhook-id", "Identity of the message, the same for every attempt: drop what you have seen."),
                Header("webhook-timestamp", "Unix seconds of this attempt; refuse what is five minutes off."),
                Header("webhook-signature",
                    "Items 'v1,<base64>' separated by spaces: HMAC-SHA256 over 'id.timestamp.body'. One valid item is enough."),
            ],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = Body(type) } },
            },
            Responses = new OpenApiResponses
            {
                ["2XX"] = new OpenApiResponse { Description = "Accepted; the body is not used. What was accepted is not sent again." },
                ["3XX"] = new OpenApiResponse { Description = "A failure: redirects are not followed." },
                ["410"] =
                    new OpenApiResponse
                    {
                        Description =
                        "No more webhooks here: the endpoint is switched off at once and the trust is told."
                    },
                ["429"] = Later("Too many: the next attempt waits as long as you ask."),
                ["503"] = Later("Not now: the next attempt waits as long as you ask."),
                ["default"] =
                    new OpenApiResponse
                    {
                        Description =
                        "A failure, as is no complete answer within 15 seconds: tried again by the schedule."
                    },
            },
        });
        return item;
    }

    private static OpenApiResponse Later(string description) => new()
    {
        Description = description,
        Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["Retry-After"] = new OpenApiHeader
            {
                Description = "Seconds or an HTTP date: kept between the schedule's own wait and 24 hours.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        },
    };

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = true,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiSchema Body(string type) => Object(
        ("type", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create(type)!] }),
        ("timestamp", Text("date-time")),
        ("data", type == WebhookEvents.Ping
            ? Object(("endpointId", Text("uuid")))
            : Object(
                ("escalationId", Text("uuid")), ("reference", Text()), ("ticketReference", Text()), ("area", Text()), ("priority", Text()),
                ("school", Object(("name", Text()), ("urn", Text()))), ("href", Text("uri-reference")))));

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = properties.ToDictionary(p => p.Name, IOpenApiSchema (p) => p.Schema),
        Required = properties.Select(p => p.Name).ToHashSet(),
    };
}
