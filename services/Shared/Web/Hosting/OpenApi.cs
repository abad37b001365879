using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Oversight.Web;

/// <summary>One OpenAPI document per module, at <c>/api/&lt;module&gt;/openapi.v1.json</c>.</summary>
public static class OpenApi
{
    private const string Scheme = "token";

    internal static void AddOversightOpenApi(this IServiceCollection services, IEnumerable<string> modules)
    {
        services.AddSingleton(provider => new OpenApiDocuments(provider, provider.GetRequiredService<IOptionsMonitor<OpenApiOptions>>(),
            [.. modules]));
        foreach (var module in modules)
        {
            services.AddOpenApi(module, options =>
            {
                options.ShouldInclude = description => description.GroupName == module;
                options.AddDocumentTransformer((document, _, _) =>
                {
                    document.Info = new OpenApiInfo
                    {
                        Title = $"Oversight {module}",
                        Version = "v1",
                        Description =
                            "Changes need If-Match; every POST needs Idempotency-Key. Refusals are RFC 9457 problems with a stable `code`.",
                    };
                    document.Servers = [];
                    document.Components ??= new OpenApiComponents();
                    document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                    document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT"
                    };
                    return Task.CompletedTask;
                });
                options.AddOperationTransformer((operation, context, _) =>
                {
                    // The prefix keeps names of several modules in one process apart; a description holds one module.
                    if (operation.OperationId?.StartsWith(Prefix(module), StringComparison.Ordinal) == true)
                    {
                        operation.OperationId = operation.OperationId[Prefix(module).Length..];
                    }

                    var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                    if (!metadata.OfType<Microsoft.AspNetCore.Authorization.IAllowAnonymous>().Any())
                    {
                        operation.Security = [
                            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                    }

                    foreach (var query in operation.Parameters?.OfType<OpenApiParameter>()
                        .Where(p => p.In == ParameterLocation.Query) ?? [])
                    {
                        query.Name = JsonNamingPolicy.CamelCase.ConvertName(query.Name!);
                    }

                    Header(
                        operation, metadata.OfType<BodyFingerprintMetadata>().Any(), "Idempotency-Key",
                        "8 to 100 visible ASCII characters; the same for repeats of one act.");
                    Header(
                        operation, metadata.OfType<IParameterBindingMetadata>()
                            .Any(p => p.ParameterInfo.ParameterType == typeof(ExpectedVersion)), "If-Match",
                        "ETag of the record as it was read, e.g. \"3\".");
                    return Task.CompletedTask;
                });
            });
        }
    }

    private static string Prefix(string module) => module + ".";

    private static void Header(OpenApiOperation operation, bool needed, string name, string description)
    {
        if (needed)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = name, In = ParameterLocation.Header, Required = true, Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String }
                });
        }
    }

    /// <summary>
    /// The group of a module's API endpoints, <c>/api/&lt;module&gt;/v1</c>: strict query parameters, checked request shapes, and a place
    /// in the module's OpenAPI document.
    /// </summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string module)
    {
        var group = app.MapGroup($"/api/{module}/v1").WithGroupName(module);
        // Names are unique in a process, and several modules may share one.
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IEndpointNameMetadata>().LastOrDefault() is { } name)
            {
                endpoint.Metadata.Add(new EndpointNameMetadata(Prefix(module) + name.EndpointName));
            }
        });
        group.AddEndpointFilterFactory(StrictQuery.Filter);
        group.AddEndpointFilterFactory(RequestRules.Filter);
        return group;
    }
}
