namespace Oversight.Registry.Import;

/// <summary>The import's parts and slices.</summary>
internal static class ImportModule
{
    /// <summary>Registers the import's parts.</summary>
    public static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddSingleton<ImportProgress>()
        .AddScoped<UploadImportHandler>()
        .AddScoped<StopImportHandler>()
        .AddScoped<ApplyImport>()
        .AddScoped<ImportRun>()
        .AddHostedService<ImportWorker>();

    /// <summary>Maps the import's slices.</summary>
    public static void MapImport(this RouteGroupBuilder api)
    {
        UploadImportEndpoint.Map(api);
        GetImportEndpoint.Map(api);
        StopImportEndpoint.Map(api);
    }
}
